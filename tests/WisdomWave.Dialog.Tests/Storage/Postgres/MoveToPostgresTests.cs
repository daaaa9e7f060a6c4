using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Storage.Postgres;
using WisdomWave.Dialog.Storage.Postgres.Moving;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Tests.Storage.Postgres;

public sealed partial class MoveToPostgresTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-move-").FullName;
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);

    private string DatabaseFile => Path.Combine(_folder, "dialog.db");

    [Fact]
    public async Task AConversationGoesOnAfterTheMove()
    {
        await using var target = await PostgresTestDatabase.CreateAsync(isMigrated: false);
        IReadOnlyList<string> before;
        InboundMessage repeated;
        await using (var sqlite = await StartSqliteAsync())
        {
            repeated = sqlite.Message("zero \0, half \ud83d and a whole 😀");
            await sqlite.AnsweredAsync(repeated);
            await sqlite.AnsweredAsync(sqlite.Message("/pin") with { ReplyTo = new QuotedMessage(1, "the pin", FromBot: false) });
            await sqlite.AnsweredAsync(sqlite.Message("/language de", person: 6));
            await sqlite.AnsweredAsync(sqlite.Message("/forget", person: 6));
            await sqlite.AnsweredAsync(sqlite.Message("two"));
            before = await DescribeAsync(sqlite);
        }

        await MoveAsync(target);

        await using var postgres = await DialogService.StartOnAsync(new SharedTestDatabase(target));
        Assert.Equal(before, await DescribeAsync(postgres));
        await postgres.SendAsync(repeated);
        Assert.Empty(postgres.Completion.Requests);
        await postgres.AnsweredAsync(postgres.Message("three") with { UpdateId = 100, MessageId = 100 });
        Assert.Equal(["the pin", "zero \uFFFD, half \uFFFD and a whole 😀", "You said: zero \uFFFD, half \uFFFD and a whole 😀", "two", "You said: two", "three"], postgres.LastPrompt.Select(text => text.Split('\n')[^1]));
    }

    [Fact]
    public async Task TheOutputNamesRowsAndAChecksumOfEachTable()
    {
        MigratedDatabase.CopyTo(DatabaseFile);
        new SqliteTestDatabase(DatabaseFile).Change("""
            INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (1, 'one', 1), (2, 'two', 2)
            """);
        await using var target = await PostgresTestDatabase.CreateAsync(isMigrated: false);

        await MoveAsync(target);

        var lines = _output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(15, lines.Length);
        Assert.All(lines[..14], line => Assert.Matches(TableLine(), line));
        Assert.Single(lines, line => line.StartsWith("BotStarts: 2 rows, checksum ", StringComparison.Ordinal));
        Assert.Equal(
            $"Copied {DatabaseFile} to the database {target.Name} at {new PostgresDatabase(target.ConnectionString).Server}. Set WISDOMWAVE_DATABASE=postgres and start WisdomWave; the file is no longer used.",
            lines[^1]);
    }

    [Fact]
    public async Task NumbersContinueAfterTheHighestThatSqliteHasEverUsed()
    {
        MigratedDatabase.CopyTo(DatabaseFile);
        new SqliteTestDatabase(DatabaseFile).Change("""
            INSERT INTO "Conversations" ("Id", "BotId", "ChatId", "ChatKind", "TopicId", "UserId", "WindowStart", "TrimNoticed") VALUES (40, 7, 1, 'Private', 0, 1, 0, FALSE), (41, 7, 2, 'Private', 0, 2, 0, FALSE);
            DELETE FROM "Conversations" WHERE "Id" = 41
            """);
        await using var target = await PostgresTestDatabase.CreateAsync(isMigrated: false);

        await MoveAsync(target);

        Assert.Equal(42L, target.Ask("""
            INSERT INTO "Conversations" ("BotId", "ChatId", "ChatKind", "TopicId", "UserId", "WindowStart", "TrimNoticed") VALUES (7, 3, 'Private', 0, 3, 0, FALSE) RETURNING "Id"
            """));
    }

    [Fact]
    public async Task ATargetWithDataIsLeftAlone()
    {
        MigratedDatabase.CopyTo(DatabaseFile);
        await using var target = await PostgresTestDatabase.CreateAsync();
        target.Change("""INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (1, 'theirs', 1)""");

        var failure = await Assert.ThrowsAsync<StartupException>(() => MoveAsync(target));

        Assert.EndsWith("already contains data (in BotStarts): name an empty database in ConnectionStrings:dialog.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", target.Ask("""SELECT "Version" FROM "BotStarts" """));
    }

    [Fact]
    public async Task AnInterruptedMoveLeavesNothingAndCanBeRepeated()
    {
        MigratedDatabase.CopyTo(DatabaseFile);
        new SqliteTestDatabase(DatabaseFile).Change("""
            INSERT INTO "Access" ("BotId", "Id", "IsAllowed") VALUES (1, 1, TRUE);
            INSERT INTO "Strangers" ("BotId", "PersonId", "ToldAt") VALUES (1, 1, 1)
            """);
        await using var target = await PostgresTestDatabase.CreateAsync();
        target.Refuse("Strangers", "BotId", "= 1");

        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() => MoveAsync(target));
        Assert.Equal(0L, target.Ask("""SELECT count(*) FROM "Access" """));
        target.Change("""ALTER TABLE "Strangers" DROP CONSTRAINT "Refused" """);
        await MoveAsync(target);

        Assert.Equal(1L, target.Ask("""SELECT count(*) FROM "Access" WHERE "IsAllowed" """));
        Assert.Equal(1L, target.Ask("""SELECT count(*) FROM "Strangers" """));
    }

    [Fact]
    public async Task ADifferenceAfterTheCopyIsFoundAndNothingIsKept()
    {
        MigratedDatabase.CopyTo(DatabaseFile);
        new SqliteTestDatabase(DatabaseFile).Change("""INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (1, 'one', 1)""");
        await using var target = await PostgresTestDatabase.CreateAsync();
        target.Change("""
            CREATE FUNCTION damage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new."ToldAt" = 2; RETURN new; END $$;
            CREATE TRIGGER damage BEFORE INSERT ON "BotStarts" FOR EACH ROW EXECUTE FUNCTION damage()
            """);

        var failure = await Assert.ThrowsAsync<StartupException>(() => MoveAsync(target));

        Assert.StartsWith("The table BotStarts differs after the copy: 1 rows, checksum ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0L, target.Ask("""SELECT count(*) FROM "BotStarts" """));
    }

    [Fact]
    public async Task AFileInUseIsNotMoved()
    {
        MigratedDatabase.CopyTo(DatabaseFile);
        await using var target = await PostgresTestDatabase.CreateAsync(isMigrated: false);
        using var service = DatabaseLock.TryShare(DatabaseFile);

        var failure = await Assert.ThrowsAsync<StartupException>(() => MoveAsync(target));

        Assert.Equal($"The database {DatabaseFile} is in use: stop WisdomWave, then start the copy again.", failure.Message);
    }

    [Fact]
    public async Task AFileOfAnotherVersionIsNotMoved()
    {
        EarlierDatabase.CreateAt(DatabaseFile);
        await using var target = await PostgresTestDatabase.CreateAsync(isMigrated: false);

        var failure = await Assert.ThrowsAsync<StartupException>(() => MoveAsync(target));

        Assert.Equal(
            $"The database {DatabaseFile} belongs to another version of WisdomWave: start this version with it once, then start the copy again.", failure.Message);
    }

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task MoveAsync(PostgresTestDatabase target) =>
        new MoveToPostgres(_folder, new PostgresDatabase(target.ConnectionString), _output).MoveAsync(Token);

    /// <summary>A service over a file that stays when the service ends.</summary>
    private async Task<DialogService> StartSqliteAsync()
    {
        MigratedDatabase.CopyTo(DatabaseFile);
        return await DialogService.StartOnAsync(new SharedTestDatabase(new SqliteTestDatabase(DatabaseFile)), $"--WISDOMWAVE_DATA_DIR={_folder}");
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(DialogService dialog)
    {
        await using var database = dialog.OpenDatabase();
        return
        [
            .. (await database.Turns.AsNoTracking().OrderBy(turn => turn.Sequence).ToListAsync(Token)).Select(turn =>
                $"{turn.Sequence} {turn.Id} {turn.State} {turn.Remembered} {turn.Forgotten} {StorableText.Of(turn.Question)} {StorableText.Of(turn.Answer ?? "")} {turn.AcceptedAt:O} {turn.CompletedAt:O} {turn.IsQuestion} {turn.Source}"),
            .. (await database.DeliveredParts.AsNoTracking().OrderBy(part => part.TurnSequence).ToListAsync(Token)).Select(part => $"{part.TurnSequence} {part.Part} {part.MessageId} {part.State}"),
            .. (await database.ChatSettings.AsNoTracking().ToListAsync(Token)).Select(settings => $"{settings.ChatId} {settings.Language} {settings.IsShared}"),
            .. (await database.Usage.AsNoTracking().OrderBy(row => row.ChatId).ToListAsync(Token)).Select(row => $"{row.ChatId} {row.Day} {row.Questions} {row.InputTokens}"),
            .. (await database.Forgettings.AsNoTracking().ToListAsync(Token)).Select(row => $"{row.Sequence} {row.ForgottenAt:O} {row.IsUndone}"),
        ];
    }

    // Turns: 1,234 rows, checksum 0123456789abcdef0123456789abcdef
    [GeneratedRegex(@"^[A-Za-z]+: [\d,]+ rows, checksum [0-9a-f]{32}$")]
    private static partial Regex TableLine();
}
