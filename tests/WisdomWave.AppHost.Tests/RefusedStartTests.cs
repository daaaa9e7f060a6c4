namespace WisdomWave.AppHost.Tests;

public sealed class RefusedStartTests
{
    /// <summary>
    /// The program in its own output folder: the copy beside these tests lacks the packages that the tests take from the
    /// ASP.NET Core framework.
    /// </summary>
    private static string AppHostProgram
    {
        get
        {
            // …/tests/WisdomWave.AppHost.Tests/bin/Debug/net10.0/ → Debug/net10.0
            var appHost = Projects.WisdomWave_AppHost.ProjectPath;
            var testOutputs = Path.Combine(appHost, "..", "tests", "WisdomWave.AppHost.Tests", "bin");
            return Path.Combine(appHost, "bin", Path.GetRelativePath(testOutputs, AppContext.BaseDirectory), "WisdomWave.AppHost.dll");
        }
    }

    [Fact]
    public async Task SettingsThatCannotBeUsedEndTheStartWithASentenceEach()
    {
        var run = await Command.RunAsync("dotnet", [AppHostProgram], new(Given.FreePorts)
        {
            ["TELEGRAM_BOT_TOKEN"] = "not-a-token",
            ["MAX_TOKENS"] = "lots",
            ["WISDOMWAVE_CONTAINERS"] = "never",
            ["WISDOMWAVE_DATA_DIR"] = Given.Nothing.DataDirectory,
        });

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(
            [
                "TELEGRAM_BOT_TOKEN is not of a bot token's form; set what @BotFather gave you, for example 123456789:AAExampleExampleExampleExampleExampl.",
                "MAX_TOKENS must be a whole number of at least 500, for example 16000.",
            ],
            run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
