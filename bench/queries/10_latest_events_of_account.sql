-- compare: TimeGenerated
SELECT TimeGenerated, Computer, EventID, Activity, NewProcessName, CommandLine, IpAddress
FROM SecurityEvent
WHERE lower(Account) = 'corp\user17' AND EventID <> 4634
ORDER BY TimeGenerated DESC
LIMIT 200
