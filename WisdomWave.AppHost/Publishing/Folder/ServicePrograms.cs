using System.Diagnostics;
using System.Runtime.InteropServices;
using WisdomWave.AppHost.Machines;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>Builds the services' programs. A folder is replaced only when all programs are built, so a failed build changes nothing.</summary>
internal sealed class ServicePrograms(PublishCommand command, FolderLayout layout, string? version)
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(20);

    /// <summary>Published builds have intermediate files of their own, because they are for a processor and those of development are not.</summary>
    private string Intermediate => Path.GetFullPath("../artifacts/publish", layout.AppHostDirectory);

    private string New => Path.Combine(layout.Root, "services.new");

    private string Old => Path.Combine(layout.Root, "services.old");

    /// <summary><c>WisdomWave.Dialog</c></summary>
    public static string NameOf(ProjectResource service) => Path.GetFileNameWithoutExtension(service.GetProjectMetadata().ProjectPath);

    /// <exception cref="PublishException">A build has failed.</exception>
    public async Task PublishAsync(IEnumerable<ResolvedResource> services, CancellationToken cancellationToken)
    {
        Remove(New);
        foreach (var service in services)
        {
            var began = Stopwatch.GetTimestamp();
            await PublishAsync((ProjectResource)service.Resource, cancellationToken);
            Console.WriteLine($"  {service.Name} is built ({Stopwatch.GetElapsedTime(began).TotalSeconds:0} s)");
        }

        // A running service keeps the files that it has opened. Writing into them would end it.
        Remove(Old);
        if (Directory.Exists(layout.Programs))
            Directory.Move(layout.Programs, Old);
        Directory.Move(New, layout.Programs);
        Remove(Old);
    }

    private async Task PublishAsync(ProjectResource service, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "publish", service.GetProjectMetadata().ProjectPath,
            "--configuration", "Release",
            "--runtime", RuntimeInformation.RuntimeIdentifier,
            "--self-contained", command.IsSelfContained ? "true" : "false",
            "--output", Path.Combine(New, service.Name),
            "--artifacts-path", Intermediate,
            "--nologo", "--verbosity", "quiet",
            $"-p:PublishReadyToRun={(command.IsReadyToRun ? "true" : "false")}",
            "-p:PublishDocumentationFiles=false",
            .. version is null ? Array.Empty<string>() : [$"-p:Version={version}"],
        ];
        var run = await ProgramRun.RunProgramAsync("dotnet", arguments, BuildLimit);
        cancellationToken.ThrowIfCancellationRequested();
        if (!run.Succeeded)
            throw new PublishException($"{service.Name} could not be built; the folder's programs are unchanged.\n{run.Output}\n{run.LastError}".TrimEnd());
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
