using System.Text;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>One systemd unit for each program of the topology, and a target for all of them. Valid for systemd 252 (Debian 12) and later.</summary>
internal sealed class SystemdUnits(FolderLayout layout, Settings settings)
{
    public const string Target = Prefix + ".target";

    public const string User = Prefix;

    private const string Prefix = "wisdomwave";
    private const string StateRoot = "/var/lib/";

    /// <summary>A service ends at most 3 s after its timeout; the rest is for a slow machine.</summary>
    private static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// None of these may keep dialog from starting the processes that read documents: they are dialog's own program. The runtime compiles at
    /// run time, so memory must be allowed to become executable.
    /// </summary>
    private const string Sandbox =
        """
        UMask=0077
        NoNewPrivileges=yes
        CapabilityBoundingSet=
        ProtectSystem=strict
        PrivateTmp=yes
        PrivateDevices=yes
        ProtectClock=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        LockPersonality=yes
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallErrorNumber=EPERM
        """;

    /// <summary>The files by name.</summary>
    public IReadOnlyDictionary<string, string> Render(IReadOnlyList<ResolvedResource> resources)
    {
        var files = resources.ToDictionary(UnitOf, resource => Render(resource, resources));
        files[Target] =
            $"""
            # Written by publish. All parts of WisdomWave: systemctl start, stop or restart {Target}
            [Unit]
            Description=WisdomWave
            Wants={string.Join(' ', resources.Select(UnitOf))}

            [Install]
            WantedBy=multi-user.target

            """;
        return files;
    }

    private static string UnitOf(ResolvedResource resource) => $"{Prefix}-{resource.Name}.service";

    private string Render(ResolvedResource resource, IReadOnlyList<ResolvedResource> all)
    {
        var text = new StringBuilder($"# Written by publish; the next one replaces it. For changes of your own: systemctl edit {UnitOf(resource)}\n");
        Line("[Unit]");
        Line($"Description=WisdomWave {resource.Name}");
        Line($"PartOf={Target}");
        Line("Wants=network-online.target");
        // The order of stopping is the reverse: a service stops before those that it uses, so running answers can finish.
        Line($"After={string.Join(' ', all.Where(other => other.Stage > resource.Stage).Select(UnitOf).Prepend("network-online.target"))}");
        Line("StartLimitIntervalSec=0");
        if (resource.Resource is ExecutableResource program)
            Line($"ConditionFileIsExecutable={program.Command}");

        Line("");
        Line("[Service]");
        AddProgram(resource, Line);
        Line($"User={User}");
        Line($"EnvironmentFile={layout.EnvironmentOf(resource.Name)}");
        if (resource.HasSecrets)
            Line($"EnvironmentFile={layout.SecretsOf(resource.Name)}");
        Line("Restart=always");
        Line("RestartSec=1");
        // systemd 252 ignores these two and restarts after 1 s each time.
        Line("RestartSteps=6");
        Line("RestartMaxDelaySec=30");
        // An upgrade of a large database takes minutes.
        Line("TimeoutStartSec=15min");
        Line($"TimeoutStopSec={(settings.StoppingTimeout + AfterTimeout).TotalSeconds:0}");
        // The processes that read documents go on while running answers finish.
        Line("KillMode=mixed");
        Line($"MemoryMax={MemoryLimit.Of(resource.Resource)}M");
        // If the kernel kills one of these processes, dialog goes on.
        Line("OOMPolicy=continue");
        AddFolders(resource, Line);
        Line(Sandbox);
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private void AddProgram(ResolvedResource resource, Action<string> line)
    {
        if (resource.Resource is ProjectResource project)
        {
            line("Type=notify");
            line($"WorkingDirectory={layout.ProgramsOf(resource.Name)}");
            line($"ExecStart={Path.Combine(layout.ProgramsOf(resource.Name), ServicePrograms.NameOf(project))}");
            return;
        }

        var command = new List<string> { ((ExecutableResource)resource.Resource).Command };
        line("Type=exec");
        foreach (var argument in resource.Arguments.Select(layout.Relocate))
        {
            // Only root can read the secrets' folder; systemd shows the program this one file. "--config.file=/…/secrets/alertmanager.yml"
            var start = argument.IndexOf(layout.Secrets + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (start == 0 || (start > 0 && argument[start - 1] == '='))
            {
                var file = Path.GetFileName(argument);
                line($"LoadCredential={file}:{argument[start..]}");
                command.Add($"{(start == 0 ? "" : Quote(argument[..start]))}${{CREDENTIALS_DIRECTORY}}/{file}");
            }
            else
            {
                command.Add(Quote(argument));
            }
        }

        line($"ExecStart={string.Join(' ', command)}");
    }

    private void AddFolders(ResolvedResource resource, Action<string> line)
    {
        if (settings.DataDirectory.StartsWith(StateRoot, StringComparison.Ordinal))
        {
            line($"StateDirectory={settings.DataDirectory[StateRoot.Length..]}");
            line("StateDirectoryMode=0700");
        }
        else
        {
            line($"ReadWritePaths={Quote(settings.DataDirectory)}");
        }

        var others = WrittenPaths.Of(resource).Where(folder => !folder.IsReadOnly && !WrittenPaths.Contains(settings.DataDirectory, folder.Path));
        foreach (var (path, _) in others)
            line($"ReadWritePaths={Quote(path)}");
        line($"ProtectHome={(IsInHome(layout.Root) || IsInHome(settings.DataDirectory) || others.Any(folder => IsInHome(folder.Path)) ? "read-only" : "yes")}");
    }

    private static bool IsInHome(string path) => ((ReadOnlySpan<string>)["/home", "/root", "/run/user"]).ToArray().Any(home => WrittenPaths.Contains(home, path));

    /// <summary>An argument as systemd reads it: <c>--save ""</c>, <c>50%%</c>.</summary>
    private static string Quote(string argument)
    {
        var text = argument.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("$", "$$", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal);
        return argument.Length == 0 || argument.Any(char.IsWhiteSpace) || argument.Contains('\'', StringComparison.Ordinal) || text.Contains("\\\"", StringComparison.Ordinal)
            ? $"\"{text}\""
            : text;
    }
}
