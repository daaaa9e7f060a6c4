using Projects;

namespace WisdomWave.AppHost.Tests.Processes;

public sealed class ProgramFileTests : IDisposable
{
    private static readonly DateTime Built = new(2026, 11, 27, 12, 0, 0, DateTimeKind.Utc);

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-program-").FullName;

    [Fact]
    public void TheBuildStoresThePathOfEachProgram()
    {
        IProjectMetadata[] projects =
            [new WisdomWave_Cache(), new WisdomWave_Completion(), new WisdomWave_Dialog(), new WisdomWave_Ingress(), new WisdomWave_Playground()];
        Assert.All(projects, project => Assert.True(ProgramFile.Of(project).Exists, ProgramFile.Of(project).Path));
    }

    [Fact]
    public void EveryServiceRunsItsBuiltProgram()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        Assert.All(["cache", "completion", "dialog", "ingress", "playground"], name =>
        {
            var command = Assert.Single(model[name].Annotations.OfType<ExecutableAnnotation>()).Command;
            Assert.Equal($"WisdomWave.{char.ToUpperInvariant(name[0])}{name[1..]}", Path.GetFileNameWithoutExtension(command + ".x"));
        });
    }

    [Fact]
    public void AnUnbuiltProgramIsMissing() => Assert.False(Program(built: false).Exists);

    [Fact]
    public void ACurrentBuildHasNoNewerSource() => Assert.Null(Program().FindNewerSource());

    [Theory]
    [InlineData("service/Feature/Code.cs")]
    [InlineData("service/Texts.resx")]
    [InlineData("library/Shared.cs")]
    public void ASourceFileThatChangedAfterTheBuildIsFound(string source)
    {
        var program = Program();
        var file = Write(source, Built.AddSeconds(1));
        Assert.Equal(file, program.FindNewerSource());
    }

    [Theory]
    [InlineData("service/bin/Copy.cs")]
    [InlineData("service/obj/Generated.cs")]
    [InlineData("service/notes.txt")]
    public void AFileThatTheBuildDoesNotReadIsIgnored(string file)
    {
        var program = Program();
        Write(file, Built.AddSeconds(1));
        Assert.Null(program.FindNewerSource());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A service that references a library.</summary>
    private ProgramFile Program(bool built = true)
    {
        var project = Write("service/Service.csproj", Built.AddSeconds(-1), """<Project><ItemGroup><ProjectReference Include="../library/Library.csproj" /></ItemGroup></Project>""");
        Write("library/Library.csproj", Built.AddSeconds(-1), "<Project />");
        Write("service/Code.cs", Built.AddSeconds(-1));
        var program = new ProgramFile(project, Path.Combine(_folder, "out", "Service.dll"));
        if (built)
        {
            Write("out/Service.dll", Built);
            Write("out/Library.dll", Built);
            Write($"out/{Path.GetFileName(program.Path)}", Built);
        }

        return program;
    }

    private string Write(string name, DateTime time, string text = "")
    {
        var file = Path.GetFullPath(Path.Combine(_folder, name));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, time);
        return file;
    }
}
