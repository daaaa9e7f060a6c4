namespace WisdomWave.AppHost.Tests;

public sealed class RefusedStartTests
{
    [Fact]
    public async Task SettingsThatCannotBeUsedEndTheStartWithASentenceEach()
    {
        var run = await Command.RunAsync("dotnet", [AppHostProgram.File], new(Given.FreePorts)
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
