-- compare: Processes
WITH sessions AS (
  SELECT DISTINCT Account, TargetLogonId
  FROM SecurityEvent
  WHERE EventID = 4624 AND LogonType = 10
)
SELECT event.Account, event.NewProcessName, count(*) AS Processes
FROM SecurityEvent AS event
JOIN sessions ON event.Account = sessions.Account AND event.SubjectLogonId = sessions.TargetLogonId
WHERE event.EventID = 4688
GROUP BY event.Account, event.NewProcessName
ORDER BY Processes DESC
LIMIT 50
