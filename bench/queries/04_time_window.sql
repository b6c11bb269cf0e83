-- compare: EventID, Activity, Count
SELECT EventID, Activity, count(*) AS Count
FROM SecurityEvent
WHERE TimeGenerated BETWEEN 638404416000000000 AND 638405280000000000
GROUP BY EventID, Activity
ORDER BY Count DESC
