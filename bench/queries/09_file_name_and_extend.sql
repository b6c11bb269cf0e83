-- compare: Program, IsSystem, Count, Longest
SELECT lower(NewProcessName) AS Program, SubjectLogonId = '0x3e7' AS IsSystem, count(*) AS Count,
       max(length(CommandLine)) AS Longest, avg(length(CommandLine)) AS Average
FROM SecurityEvent
WHERE EventID = 4688
GROUP BY Program, IsSystem
ORDER BY Count DESC
