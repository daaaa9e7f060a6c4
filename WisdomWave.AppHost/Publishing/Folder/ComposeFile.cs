using System.Globalization;
using WisdomWave.AppHost.Resources;
using YamlDotNet.Serialization;
using Settings = WisdomWave.AppHost.Configuration.Settings;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>
/// The compose file: the services on the image of the .NET runtime, and the containers of the topology. The services get the environment
/// files of systemd; only addresses differ in the network, and the file lists them.
/// </summary>
internal sealed class ComposeFile(FolderLayout layout, Settings settings, string? version, bool isSelfContained)
{
    public const string FileName = "compose.yaml";

    private const string DataVolume = "wisdomwave-data";
    private const string LogVolume = "wisdomwave-logs";
    private const string LogDirectory = "Logging__Files__Directory";

    private static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The image of the runtime that these programs were built and tested with.</summary>
    private string BaseImage => $"mcr.microsoft.com/dotnet/{(isSelfContained ? "runtime-deps" : "aspnet")}:{Environment.Version.ToString(3)}-noble";

    public async Task<string> RenderAsync(ResolvedModel host, ResolvedModel network, SecretFiles secrets, CancellationToken cancellationToken)
    {
        var services = new Dictionary<string, object>();
        foreach (var resource in network.Resources)
        {
            services[resource.Name] = resource.Resource is ContainerResource container
                ? await RenderContainerAsync(resource, container, network, secrets, cancellationToken)
                : await RenderServiceAsync(resource, host.Resources.First(same => same.Name == resource.Name), network, secrets, cancellationToken);
        }

        var volumes = services.Values.Cast<Dictionary<string, object>>()
            .SelectMany(service => service.TryGetValue("volumes", out var mounts) ? (List<string>)mounts : [])
            .Select(mount => mount.Split(':')[0])
            .Where(source => !source.StartsWith('.') && !source.StartsWith('/'))
            .Distinct()
            .ToDictionary(volume => volume, volume => (object)new Dictionary<string, object> { ["name"] = volume });
        var yaml = new SerializerBuilder().WithQuotingNecessaryStrings().DisableAliases().Build()
            .Serialize(new Dictionary<string, object> { ["services"] = services, ["volumes"] = volumes });
        return $"# Written by publish; the next one replaces it. For changes of your own: compose.override.yaml\n{yaml}";
    }

    /// <summary>One small file for each service. All ports, settings and secrets are in the compose file.</summary>
    public IEnumerable<(string Name, string Text)> Dockerfiles(IEnumerable<ResolvedResource> resources) => resources
        .Where(resource => resource.IsService)
        .Select(resource => (
            DockerfileOf(resource),
            $"""
            FROM {BaseImage}
            COPY {resource.Name} /app
            {OwnFolders([.. Mounts(resource).Where(mount => mount.IsVolume).Select(mount => mount.Target)])}WORKDIR /app
            USER $APP_UID
            ENTRYPOINT ["/app/{ServicePrograms.NameOf((ProjectResource)resource.Resource)}"]

            """));

    /// <summary>A new volume takes the owner of the image's folder.</summary>
    private static string OwnFolders(string[] folders) => folders.Length == 0 ? "" : $"RUN install -d -o $APP_UID -g $APP_UID -m 700 {string.Join(' ', folders)}\n";

    private static string DockerfileOf(ResolvedResource resource) => $"services/{resource.Name}.Dockerfile";

    private async Task<Dictionary<string, object>> RenderServiceAsync(
        ResolvedResource resource, ResolvedResource onHost, ResolvedModel network, SecretFiles secrets, CancellationToken cancellationToken)
    {
        var onLoopback = onHost.Variables.ToDictionary(variable => variable.Name);
        var different = resource.Variables
            .Where(variable => onLoopback.GetValueOrDefault(variable.Name)?.Value != variable.Value || (!variable.IsSecret && !EnvironmentFile.IsReadAlike(variable.Value)))
            .ToList();
        var files = await WriteSecretsAsync(resource, different, secrets, [layout.EnvironmentOf(resource.Name), layout.SecretsOf(resource.Name)], cancellationToken);

        var service = new Dictionary<string, object>
        {
            ["build"] = new Dictionary<string, object> { ["context"] = "./services", ["dockerfile"] = Path.GetFileName(DockerfileOf(resource)) },
            ["image"] = $"wisdomwave-{resource.Name}:{version ?? "local"}",
            ["env_file"] = files,
            ["environment"] = Plain(different),
            ["cap_drop"] = new List<string> { "ALL" },
        };
        if (Mounts(resource).Select(mount => mount.Text).ToList() is { Count: > 0 } mounts)
            service["volumes"] = mounts;
        AddCommon(service, resource, network);
        return service;
    }

    private async Task<Dictionary<string, object>> RenderContainerAsync(
        ResolvedResource resource, ContainerResource container, ResolvedModel network, SecretFiles secrets, CancellationToken cancellationToken)
    {
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last();
        var service = new Dictionary<string, object> { ["image"] = $"{image.Registry ?? "docker.io"}/{image.Image}:{image.Tag}" };
        if (container.Entrypoint is { } entrypoint)
            service["entrypoint"] = new List<string> { entrypoint };
        if (resource.Arguments.Count > 0)
        {
#pragma warning disable ASPIRECONTAINERSHELLEXECUTION001 // Experimental, but Aspire's Redis uses it: the arguments are one script then.
            List<string> command = container.ShellExecution == true ? ["-c", string.Join(' ', resource.Arguments)] : [.. resource.Arguments];
#pragma warning restore ASPIRECONTAINERSHELLEXECUTION001
            service["command"] = command.ConvertAll(Escape);
        }

        if (Plain(resource.Variables) is { Count: > 0 } plain)
            service["environment"] = plain;
        if (await WriteSecretsAsync(resource, resource.Variables, secrets, [], cancellationToken) is { Count: > 0 } files)
            service["env_file"] = files;

        var mounts = container.Annotations.OfType<ContainerMountAnnotation>()
            .Select(mount => $"{(mount.Type == ContainerMountType.BindMount ? layout.Relative(layout.Relocate(mount.Source!)) : mount.Source)}:{mount.Target}{(mount.IsReadOnly ? ":ro" : "")}")
            .ToList();
        mounts.AddRange(await WriteContainerFilesAsync(container, cancellationToken));
        if (mounts.Count > 0)
            service["volumes"] = mounts;
        AddCommon(service, resource, network);
        return service;
    }

    private void AddCommon(Dictionary<string, object> service, ResolvedResource resource, ResolvedModel network)
    {
        var ports = resource.Endpoints.Where(endpoint => endpoint is { UriScheme: "http", Port: not null } && endpoint.Transport != "http2")
            .Select(endpoint => $"127.0.0.1:{endpoint.Port}:{endpoint.TargetPort ?? endpoint.Port}").ToList();
        if (ports.Count > 0)
            service["ports"] = ports;

        var waits = resource.Resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).ToHashSet();
        var earlier = network.Resources.Where(other => other.Stage > resource.Stage || waits.Contains(other.Name))
            .ToDictionary(other => other.Name, other => (object)new Dictionary<string, object> { ["condition"] = waits.Contains(other.Name) ? "service_healthy" : "service_started" });
        if (earlier.Count > 0)
            service["depends_on"] = earlier;

        if (ComposeHealth.CommandOf(resource) is { } check)
        {
            service["healthcheck"] = new Dictionary<string, object>
            {
                ["test"] = check.Select(Escape).ToList(),
                ["interval"] = "10s",
                ["timeout"] = "5s",
                ["retries"] = 6,
                ["start_period"] = "60s",
            };
        }

        service["read_only"] = true;
        service["tmpfs"] = new List<string> { "/tmp" };
        service["security_opt"] = new List<string> { "no-new-privileges:true" };
        service["mem_limit"] = string.Create(CultureInfo.InvariantCulture, $"{MemoryLimit.Of(resource.Resource)}m");
        service["restart"] = "always";
        service["stop_grace_period"] = $"{(settings.StoppingTimeout + AfterTimeout).TotalSeconds:0}s";
        service["logging"] = new Dictionary<string, object>
        {
            ["driver"] = "json-file",
            ["options"] = new Dictionary<string, object> { ["max-size"] = "10m", ["max-file"] = "3" },
        };
    }

    /// <summary>Adds a file with the secrets that only this container has.</summary>
    private async Task<List<string>> WriteSecretsAsync(
        ResolvedResource resource, IEnumerable<ResolvedVariable> variables, SecretFiles secrets, string[] files, CancellationToken cancellationToken)
    {
        var own = variables.Where(variable => variable.IsSecret).ToList();
        if (own.Count > 0)
        {
            await secrets.MergeAsync(Path.GetFileName(layout.ComposeSecretsOf(resource.Name)), own, cancellationToken);
            files = [.. files, layout.ComposeSecretsOf(resource.Name)];
        }

        return [.. files.Select(layout.Relative)];
    }

    private async Task<IEnumerable<string>> WriteContainerFilesAsync(ContainerResource container, CancellationToken cancellationToken)
    {
        var mounts = new List<string>();
        foreach (var files in container.Annotations.OfType<ContainerFileSystemCallbackAnnotation>())
        {
            var items = await files.Callback(new ContainerFileSystemCallbackContext { Model = container, Services = null! }, cancellationToken);
            foreach (var file in items.OfType<ContainerFile>())
            {
                var path = Path.Combine(layout.Secrets, file.Name);
                await OwnerFile.ReplaceAsync(path, file.Contents ?? "", cancellationToken);
                mounts.Add($"{layout.Relative(path)}:{files.DestinationPath}/{file.Name}:ro");
            }
        }

        return mounts;
    }

    /// <summary>Dialog's data, the log files, and folders that the operator has named.</summary>
    private IEnumerable<(string Text, string Target, bool IsVolume)> Mounts(ResolvedResource resource)
    {
        var logs = resource.Variables.FirstOrDefault(variable => variable.Name == LogDirectory)?.Value;
        var folders = WrittenPaths.Of(resource).ToList();
        var hasData = folders.Any(folder => folder.Path == settings.DataDirectory);
        foreach (var (path, isReadOnly) in folders)
        {
            if (path == settings.DataDirectory)
                yield return ($"{DataVolume}:{path}", path, true);
            else if (path == logs)
                yield return ($"{LogVolume}:{path}", path, true);
            else if (!hasData || !WrittenPaths.Contains(settings.DataDirectory, path))
                yield return ($"{path}:{path}{(isReadOnly ? ":ro" : "")}", path, false);
        }
    }

    private static Dictionary<string, object> Plain(IEnumerable<ResolvedVariable> variables) =>
        variables.Where(variable => !variable.IsSecret).ToDictionary(variable => variable.Name, variable => (object)Escape(variable.Value));

    /// <summary>Compose would replace <c>$NAME</c> by a variable of the machine.</summary>
    private static string Escape(string text) => text.Replace("$", "$$", StringComparison.Ordinal);
}
