using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns.History;

public class ErasingTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:01")]
    public async Task ForgottenTextIsInNoFile(string undoFor)
    {
        await using var dialog = await DialogService.StartAsync($"--Forgetting:UndoFor={undoFor}");

        // One shorter and one longer than a database page.
        await dialog.AnsweredAsync(dialog.Message("xylophonist"));
        await dialog.AnsweredAsync(dialog.Message(string.Concat(Enumerable.Repeat("xylophonist again. ", 1000))));
        await dialog.AnsweredAsync(dialog.Message("/pin") with { ReplyTo = new QuotedMessage(1, "the pinned xylophonist", FromBot: false) });
        Assert.NotEqual(0, FindIn(dialog, "xylophonist"));

        await dialog.AnsweredAsync(dialog.Message("/forget all"));

        await VanishesAsync(dialog, "xylophonist");
    }

    [Fact]
    public async Task TurnsOlderThanTheRetentionAreErasedAndOnlyTheirUsageStays()
    {
        await using var dialog = await DialogService.StartAsync("--RetentionDays=30");
        await dialog.AnsweredAsync(dialog.Message("xylophonist"));
        await dialog.AnsweredAsync(dialog.Message("glockenspiel"));
        var longAgo = DialogService.Now.AddDays(-30).AddMinutes(-1);
        dialog.Change($"""UPDATE "Turns" SET "Id" = {dialog.Database.Literal(Guid.CreateVersion7(longAgo))} WHERE "Question" = 'xylophonist'""");

        await dialog.RestartAsync();

        await LeavesAsync(dialog, "glockenspiel");
        await VanishesAsync(dialog, "xylophonist");
        await dialog.AnsweredAsync(dialog.Message("and now?"));
        Assert.Equal(["glockenspiel", "You said: glockenspiel", "and now?"], dialog.LastPrompt);
        await using var database = dialog.OpenDatabase();
        Assert.Equal(3, await database.Usage.SumAsync(row => row.Questions, Token));
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(32, true)]
    [InlineData(0, true)]
    public async Task MemoryKeepsNoTurnForLongerThanTheDatabaseMay(int retentionDays, bool isKept)
    {
        await using var dialog = await DialogService.StartAsync($"--RetentionDays={retentionDays}");
        await dialog.AnsweredAsync(dialog.Message("xylophonist"));

        // Retention goes by the id, which is of today, so the row stays.
        dialog.Change($"""UPDATE "Turns" SET "AcceptedAt" = {DialogService.Now.AddDays(-31).ToUnixTimeMilliseconds()}""");
        await dialog.RestartAsync();
        await dialog.AnsweredAsync(dialog.Message("and now?"));

        string[] expected = isKept ? ["xylophonist", "You said: xylophonist", "and now?"] : ["and now?"];
        Assert.Equal(expected, dialog.LastPrompt);
    }

    [Theory]
    [InlineData("--RetentionDays=-1")]
    [InlineData("--RetentionDays=ever")]
    public async Task AnInvalidNumberOfDaysStopsTheStart(string setting)
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-start-").FullName;
        await using var app = DialogApp.Build(["--urls=http://127.0.0.1:0", $"--WISDOMWAVE_DATA_DIR={folder}", "--Logging:Console:LogLevel:Default=None", setting]);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(Token));

        Assert.Equal("RetentionDays is not a whole number of days from 0 on; a good value is 90.", failure.Message);
    }

    private static async Task LeavesAsync(DialogService dialog, params string[] questions)
    {
        string[] left = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                await using var database = dialog.OpenDatabase();
                left = await database.Turns.OrderBy(turn => turn.Sequence).Select(turn => turn.Question).ToArrayAsync(Token);
                return questions.SequenceEqual(left);
            },
            () => $"[{string.Join(", ", questions)}] are left; these are: [{string.Join(", ", left)}]");
    }

    private static Task VanishesAsync(DialogService dialog, string word) =>
        Eventually.HoldsAsync(() => FindIn(dialog, word) == 0, $"the database no longer has \"{word}\"");

    /// <summary>Counts the word in all files of SQLite, or in all rows of PostgreSQL, which overwrites erased rows later (docs/security.md).</summary>
    private static int FindIn(DialogService dialog, string word)
    {
        var found = 0;
        if (OnPostgresAttribute.IsOnCurrentTest)
            return dialog.Database.CountRowsWith(word);

        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(dialog.DatabasePath)!))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            for (var rest = bytes.ToArray().AsSpan(); rest.IndexOf(Encoding.UTF8.GetBytes(word)) is >= 0 and var at; found++)
                rest = rest[(at + 1)..];
        }

        return found;
    }
}
