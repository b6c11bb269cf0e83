-- compare: Count
SELECT Computer, count(*) AS Count, count(DISTINCT Account) AS Accounts, max(TimeGenerated) AS Last
FROM SecurityEvent
WHERE regexp_matches(CommandLine, '(?i)(^|[^[:alnum:]])certutil($|[^[:alnum:]])')
GROUP BY Computer
ORDER BY Count DESC
LIMIT 20
