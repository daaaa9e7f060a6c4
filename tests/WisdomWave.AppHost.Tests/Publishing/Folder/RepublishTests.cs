using WisdomWave.AppHost.Publishing.Folder;

namespace WisdomWave.AppHost.Tests.Publishing.Folder;

/// <summary>Publishing into a folder that an operator uses, and what publish says to the operator.</summary>
public sealed class RepublishTests : IDisposable
{
    private const string NewKey = "sk-another";

    private static readonly Dictionary<string, string> TokenAndKey = new() { ["TELEGRAM_BOT_TOKEN"] = TestSettings.Token, ["OPENAI_API_KEY"] = TestSettings.Key };

    private readonly PublishedFolder _folder = new();

    [Fact]
    public async Task WhatTheOperatorHasChangedInSecretsStays()
    {
        await PublishAsync(TokenAndKey);
        var (generated, dialog) = (_folder.Read("secrets", "generated.env"), _folder.SecretsOf("dialog"));
        _folder.WriteSecrets("ingress", $"# mine\nTELEGRAM_BOT_TOKEN=\"{PublishedWithSecrets.OtherToken}\"\nEXTRA=1\n");
        File.WriteAllText(Path.Combine(_folder.Root, "notes.txt"), "mine");

        var output = await PublishAsync(new(TokenAndKey) { ["OPENAI_API_KEY"] = NewKey, ["MAX_TOKENS"] = "9000" });

        Assert.Equal((PublishedWithSecrets.OtherToken, "1"), (_folder.SecretsOf("ingress")["TELEGRAM_BOT_TOKEN"], _folder.SecretsOf("ingress")["EXTRA"]));
        Assert.Contains($"TELEGRAM_BOT_TOKEN in {_folder.Secrets}/ingress.env differs from this machine's setting and was kept; delete the line there to use the setting.\n", output, StringComparison.Ordinal);
        // A value that nobody has changed in the folder follows the settings.
        Assert.Equal((NewKey, "9000"), (_folder.SecretsOf("completion")["OPENAI_API_KEY"], _folder.VariablesOf("dialog")["MAX_TOKENS"]));
        Assert.Equal(generated, _folder.Read("secrets", "generated.env"));
        Assert.Equal(dialog, _folder.SecretsOf("dialog"));
        Assert.True(File.Exists(Path.Combine(_folder.Root, "notes.txt")));
    }

    [Fact]
    public async Task ASecretThatTheTopologyNoLongerHasGoes()
    {
        await PublishAsync(new(TokenAndKey) { ["Bots__home__Token"] = PublishedWithSecrets.OtherToken });
        Assert.True(_folder.SecretsOf("ingress").ContainsKey("Bots__home__Token"));

        await PublishAsync(TokenAndKey);

        Assert.False(_folder.SecretsOf("ingress").ContainsKey("Bots__home__Token"));
    }

    /// <summary>They may be known only on the server.</summary>
    [Fact]
    public async Task WithoutTokenAndKeyItSaysWhereToWriteThemAndTheNextPublishKeepsThem()
    {
        var output = await PublishAsync([]);

        Assert.Contains($"TELEGRAM_BOT_TOKEN is not set: write it into {_folder.Secrets}/ingress.env before the start.\n", output, StringComparison.Ordinal);
        Assert.Contains($"OPENAI_API_KEY is not set: write it into {_folder.Secrets}/completion.env before the start.\n", output, StringComparison.Ordinal);
        Assert.Contains("# Fill in: the service does not work without it.\nTELEGRAM_BOT_TOKEN=''\n", _folder.Read("secrets", "ingress.env"), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Files, file => File.ReadAllText(file).Contains("playground", StringComparison.OrdinalIgnoreCase) && !file.Contains("monitoring", StringComparison.Ordinal));

        _folder.WriteSecrets("ingress", $"TELEGRAM_BOT_TOKEN={TestSettings.Token}\n");
        Assert.DoesNotContain("TELEGRAM_BOT_TOKEN", await PublishAsync([]), StringComparison.Ordinal);
        Assert.Equal(TestSettings.Token, _folder.SecretsOf("ingress")["TELEGRAM_BOT_TOKEN"]);
    }

    [Fact]
    public async Task ADataDirectoryOfTheOperatorsIsTheOnlyPlaceToWriteTo()
    {
        await PublishAsync(new(TokenAndKey) { ["WISDOMWAVE_DATA_DIR"] = "/srv/bots", ["Backup__Directory"] = "/mnt/backups" });

        var unit = _folder.Read("systemd", "wisdomwave-dialog.service");
        Assert.Contains("\nReadWritePaths=/srv/bots\nReadWritePaths=/mnt/backups\n", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("StateDirectory", unit, StringComparison.Ordinal);
        Assert.Contains("- wisdomwave-data:/srv/bots\n", _folder.Read("compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("- /mnt/backups:/mnt/backups\n", _folder.Read("compose.yaml"), StringComparison.Ordinal);
    }

    /// <summary>Its configuration has the services' key, so only root can read the folder that it is in.</summary>
    [Fact]
    public async Task AlertmanagerGetsItsConfigurationAsACredential()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The units are for Linux: run it there.");
        var programs = Directory.CreateDirectory(Path.Combine(_folder.Root, "..", "programs")).FullName;
        var program = Path.Combine(programs, "prometheus-alertmanager");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await PublishAsync(new(TokenAndKey) { ["Alerts__Admins"] = "true", ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}" });

        var unit = _folder.Read("systemd", "wisdomwave-alertmanager.service");
        Assert.Contains($"LoadCredential=alertmanager.yml:{_folder.Secrets}/alertmanager.yml\n", unit, StringComparison.Ordinal);
        Assert.Contains(" --config.file=${CREDENTIALS_DIRECTORY}/alertmanager.yml ", unit, StringComparison.Ordinal);
        Assert.Contains("url: \"http://localhost:5101/operator/alerts\"", _folder.Read("secrets", "alertmanager.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderWithOtherFilesIsLeftAlone()
    {
        Directory.CreateDirectory(_folder.Root);
        File.WriteAllText(Path.Combine(_folder.Root, "notes.txt"), "mine");

        var run = await _folder.PublishAsync(TokenAndKey);

        Assert.Equal(
            (1, $"{_folder.Root} holds other files; set --output to an empty folder or to one of an earlier publish, for example /opt/wisdomwave."),
            (run.ExitCode, run.Errors.Trim()));
        Assert.Single(_folder.Files);
    }

    [Theory]
    [InlineData("Replicas__Completion", "2", "Replicas__Completion is 2, but a published folder runs one process of each service; set it to 1.")]
    [InlineData("Ports__Dialog", "5101", "Ports__Ingress and Ports__Dialog are both 5101; give each its own port.")]
    [InlineData("Ports__Alertmanager", "5101", "Ports__Ingress and Ports__Alertmanager are both 5101; give each its own port.")]
    [InlineData("WISDOMWAVE_DATABASE", "postgres", "WISDOMWAVE_DATABASE is postgres, but a published folder has no PostgreSQL of its own; set ConnectionStrings__dialog to your server, for example Host=db.example.org;Database=wisdomwave;Username=wisdomwave;Password=….")]
    [InlineData("MAX_TOKENS", "lots", "MAX_TOKENS must be a whole number of at least 500, for example 16000.")]
    public async Task ASettingThatCannotWorkIsReportedInOneSentence(string name, string value, string sentence)
    {
        var run = await _folder.PublishAsync(new Dictionary<string, string>(TokenAndKey) { [name] = value });

        Assert.Equal((1, "", sentence), (run.ExitCode, run.Output, run.Errors.Trim()));
        Assert.False(Directory.Exists(_folder.Root));
    }

    [Theory]
    [InlineData("--output is missing; set it to the folder to write, for example publish --output /opt/wisdomwave.", "publish")]
    [InlineData("publish has no option --fast; it has --output DIR, --self-contained, --no-ready-to-run and --no-build, for example publish --output /opt/wisdomwave.", "publish", "--output", "/tmp/x", "--fast")]
    public void InvalidArgumentsAreReportedInOneSentence(string sentence, params string[] arguments)
    {
        var problems = new List<string>();
        PublishCommand.Parse(arguments, problems);

        Assert.Equal(sentence, Assert.Single(problems));
    }

    [Theory]
    [InlineData("v1.2.3-0-g51b4331", "1.2.3")]
    [InlineData("v1.2.3-5-g51b4331", "1.2.4-dev.5")]
    [InlineData("v2.0.0-rc.1-0-g51b4331", "2.0.0-rc.1")]
    [InlineData("v2.0.0-rc.1-7-g51b4331", "2.0.0-rc.1.dev.7")]
    [InlineData("51b4331", null)]
    [InlineData("v1-3-g51b4331", null)]
    public void TheVersionIsThatOfTheLastTag(string description, string? version) => Assert.Equal(version, ReleaseVersion.Of(description));

    [Theory]
    [InlineData("NAME=value\n", "value")]
    [InlineData("  NAME = value  \n", "value")]
    [InlineData("NAME=a=b", "a=b")]
    [InlineData("NAME='a $b'\nOTHER=1", "a $b")]
    [InlineData("NAME=\"a \\\"b\\\" \\$c\"\n", "a \"b\" $c")]
    [InlineData("NAME='two\nlines'\n", "two\nlines")]
    [InlineData("# NAME=old\nNAME=new\n", "new")]
    [InlineData("NAME=\n", "")]
    public void AFileThatAnOperatorHasEditedIsRead(string text, string value) => Assert.Equal(value, EnvironmentFile.Read(text)["NAME"]);

    [Theory]
    [InlineData("")]
    [InlineData("it's")]
    [InlineData("a 'b' \"c\" $d `e` \\f #g %h\n=i")]
    public void AnyValueIsReadAsItWasWritten(string value) => Assert.Equal(value, EnvironmentFile.Read(EnvironmentFile.Line("NAME", value))["NAME"]);

    public void Dispose() => _folder.Dispose();

    private async Task<string> PublishAsync(Dictionary<string, string> settings)
    {
        var run = await _folder.PublishAsync(settings);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run.Output;
    }
}
