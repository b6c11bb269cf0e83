-- compare: Failures
SELECT IpAddress, count(*) FILTER (WHERE EventID = 4625) AS Failures,
       count(*) FILTER (WHERE EventID = 4624) AS Successes, count(DISTINCT TargetUserName) AS Users
FROM SecurityEvent
WHERE EventID IN (4624, 4625)
GROUP BY IpAddress
HAVING Failures > 2 AND Successes > 0 AND Users > 5
ORDER BY Failures DESC
LIMIT 100
