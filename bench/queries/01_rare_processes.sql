-- compare: Count
SELECT NewProcessName, count(*) AS Count, count(DISTINCT Computer) AS Hosts, min(TimeGenerated) AS FirstSeen
FROM SecurityEvent
WHERE EventID = 4688 AND NewProcessName <> ''
GROUP BY NewProcessName
HAVING count(DISTINCT Computer) > 10
ORDER BY Count
LIMIT 20
