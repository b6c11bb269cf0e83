-- compare: Day, New
SELECT FirstSeen - FirstSeen % 864000000000 AS Day, count(*) AS New
FROM (
  SELECT min(TimeGenerated) AS FirstSeen
  FROM SecurityEvent
  WHERE EventID = 4688
  GROUP BY Account, NewProcessName
)
GROUP BY Day
ORDER BY Day
