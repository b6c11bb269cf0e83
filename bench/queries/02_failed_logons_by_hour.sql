-- compare: Count
SELECT count(*) AS Count
FROM (
  SELECT TimeGenerated - TimeGenerated % 36000000000 AS Hour, IpAddress, count(*) AS Failures
  FROM SecurityEvent
  WHERE EventID = 4625
  GROUP BY ALL
  HAVING count(*) > 1
)
