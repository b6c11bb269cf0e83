-- compare: Count
SELECT Computer, Account, count(*) AS Count
FROM SecurityEvent
WHERE EventID = 4688
  AND (contains(lower(CommandLine), 'vssadmin') OR contains(lower(CommandLine), 'hashfile'))
GROUP BY Computer, Account
ORDER BY Count DESC
LIMIT 50
