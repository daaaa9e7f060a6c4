using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Tests.Storage;

public class StorageTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneBadWriteDoesNotFailThoseThatShareItsTransaction()
    {
        await using var dialog = await DialogService.StartAsync();
        var writer = dialog.Services.GetRequiredService<DatabaseWriter>();

        var writes = Enumerable.Range(0, 100).Select(i => writer.WriteAsync(
            session => session.Execute(i == 50 ? "INSERT INTO \"Nowhere\" VALUES (1)" : Insert, 1L, (long)i, Guid.Empty), Token)).ToList();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.IsAssignableFrom<DbException>(writes[50].Exception?.InnerException);
        Assert.Equal(99, writes.Count(write => write.IsCompletedSuccessfully));
        Assert.Equal(99L, await writer.WriteAsync(session => session.Scalar("SELECT count(*) FROM \"Inbox\""), Token));
    }

    [Theory]
    [InlineData("--MAX_TOKENS=abc", "MAX_TOKENS is not a whole number of tokens from 500 on; a good value is 16000.")]
    [InlineData("--MAX_TOKENS=100", "MAX_TOKENS is not a whole number of tokens from 500 on; a good value is 16000.")]
    [InlineData("--MODEL_NAME=", "MODEL_NAME is empty; a good value is gpt-5-mini.")]
    [InlineData("--Models:0:Title=Nameless", "Models:<n>:Name is missing; a good value is gpt-5-mini.")]
    [InlineData("--Models:0:Name=small --Models:0:ContextTokens=10", "Models:<n>:ContextTokens is not a whole number of tokens from 500 on; a good value is 128000.")]
    public async Task AMalformedSettingStopsTheStartWithItsName(string setting, string sentence)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(setting));

        Assert.Equal(sentence, failure.Message);
    }

    [Fact]
    public async Task ADamagedDatabaseStopsTheStartWithItsPath()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-damaged-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "dialog.db"), new string('x', 10_000), Token);

        var failure = await Assert.ThrowsAsync<StartupException>(() => StartAsync($"--WISDOMWAVE_DATA_DIR={folder}"));

        Assert.Equal(
            $"The database is damaged ({folder}/dialog.db): restore it from a backup, or move it away to start with an empty one.", failure.Message);
    }

    [Fact]
    public async Task ADataDirectoryThatCannotBeWrittenStopsTheStartWithItsName()
    {
        // A folder below a file, which not even root can create.
        var file = Path.GetTempFileName();

        var failure = await Assert.ThrowsAsync<StartupException>(() => StartAsync($"--WISDOMWAVE_DATA_DIR={file}/data"));

        Assert.Equal(
            $"The data directory cannot be written ({file}/data): set WISDOMWAVE_DATA_DIR to a folder that this user may write to, for instance data.",
            failure.Message);
    }

    private const string Insert = """INSERT INTO "Inbox" ("BotId", "UpdateId", "TurnId", "TakenAt") VALUES (?1, ?2, ?3, 0)""";

    private static async Task StartAsync(string setting)
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-start-").FullName;
        await using var app = DialogApp.Build(["--urls=http://127.0.0.1:0", $"--WISDOMWAVE_DATA_DIR={folder}", "--Logging:Console:LogLevel:Default=None", .. setting.Split(' ')]);
        await app.StartAsync(Token);
    }
}
