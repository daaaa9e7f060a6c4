using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Storage.Postgres;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Tests.Storage.Postgres;

/// <summary>Two processes' writers over one database: unique keys decide, and sums are added by SQL.</summary>
public sealed class SeveralWritersTests
{
    private const int Count = 50;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnUpdateThatSeveralProcessesTakeIsOneTurn()
    {
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateAsync());
        await using var second = await StartSecondAsync(dialog);

        // Half of the conversations are new, so both also open them at the same time.
        var taken = new List<IntakeResult>();
        for (var update = 1; update <= Count; update++)
        {
            var (id, key) = (update, new ConversationKey(7, update / 2, 0, update / 2));
            taken.AddRange(await Task.WhenAll(Writers(dialog, second).Select(writer => writer.WriteAsync(
                session => InboxWrites.Accept(session, key, ChatKind.Private, id, Turn()), Token))));
        }

        Assert.Equal(Count, taken.Select(result => result.TurnId).Distinct().Count());
        Assert.Equal(Count, taken.Count(result => result.IsNew));
        await using var database = dialog.OpenDatabase();
        Assert.Equal(Count, await database.Turns.CountAsync(Token));
        Assert.Equal(Count, await database.Inbox.CountAsync(Token));
        Assert.Equal((Count / 2) + 1, await database.Conversations.CountAsync(Token));
    }

    [Fact]
    public async Task AnUpdateThatAnotherProcessTakesMeanwhileIsFoundByTheSecondRun()
    {
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateAsync());
        await using var second = await StartSecondAsync(dialog);
        var other = Guid.CreateVersion7();
        var runs = 0;

        var found = await Writer(dialog).WriteAsync(
            session =>
            {
                if (InboxWrites.FindTurn(session, 7, 1, DialogService.Now) is { } taken)
                    return taken;

                runs++;
                // Between the look and the write.
                Writer(second).WriteAsync(
                    theirs =>
                    {
                        InboxWrites.RecordUpdate(theirs, 7, 1, other, DialogService.Now);
                        return true;
                    },
                    Token).Wait(Token);
                InboxWrites.RecordUpdate(session, 7, 1, Guid.CreateVersion7(), DialogService.Now);
                return default;
            },
            Token);

        Assert.Equal((other, 1), (found, runs));
    }

    [Fact]
    public async Task UsageOfSeveralProcessesAddsUp()
    {
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateAsync());
        await using var second = await StartSecondAsync(dialog);
        var spender = new Spender(7, 5, 5);
        ModelCall[] calls = [new("test-model", AnswerSource.Provider, new(10, 2), 0, 0)];

        await Task.WhenAll(Enumerable.Range(0, Count).SelectMany(_ => Writers(dialog, second).Select(writer => writer.WriteAsync(
            session =>
            {
                UsageWrites.Add(session, spender, DialogService.Now, calls);
                return true;
            },
            Token))));

        await using var database = dialog.OpenDatabase();
        var row = await database.Usage.AsNoTracking().SingleAsync(Token);
        Assert.Equal((2 * Count, 20L * Count, 4L * Count), (row.Questions, row.InputTokens, row.OutputTokens));
    }

    [Fact]
    public async Task WritesThatBlockEachOtherRunAgain()
    {
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateAsync());
        await using var second = await StartSecondAsync(dialog);
        const string Add = """
            INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (?1, 'one', 1) ON CONFLICT ("BotId") DO UPDATE SET "ToldAt" = "BotStarts"."ToldAt" + 1
            """;
        using var bothHaveOne = new Barrier(2);

        // Each locks the row that the other wants next.
        await Task.WhenAll(Write(dialog, 1, 2), Write(second, 2, 1));

        Assert.Equal(4L, dialog.Database.Ask("""SELECT CAST(sum("ToldAt") AS bigint) FROM "BotStarts" """));

        Task Write(DialogService service, long first, long then)
        {
            var isFirstRun = true;
            return Writer(service).WriteAsync(
                session =>
                {
                    session.Execute(Add, first);
                    if (isFirstRun)
                        bothHaveOne.SignalAndWait(Token);
                    isFirstRun = false;
                    return session.Execute(Add, then);
                },
                Token);
        }
    }

    [Fact]
    public async Task StatementsWhoseResultIsNotNeededAreSentWithTheNextOne()
    {
        await using var database = await PostgresTestDatabase.CreateAsync();
        using var session = new PostgresDatabase(database.ConnectionString).OpenForWriting();
        session.Begin();
        session.Send("""INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (?1, ?2, ?3)""", 1L, "zero \0 and half \ud83d of a pair", 5L);
        session.Send("""UPDATE "BotStarts" SET "ToldAt" = "ToldAt" + ?1""", 1L);

        Assert.Equal(6L, session.Scalar("""SELECT "ToldAt" FROM "BotStarts" WHERE "BotId" = ?1""", 1L));
        Assert.Null(session.Scalar("""SELECT "ToldAt" FROM "BotStarts" WHERE "BotId" = ?1""", 2L));
        Assert.Equal(1, session.Execute("""DELETE FROM "BotStarts" WHERE "Version" = ?1""", "zero \uFFFD and half \uFFFD of a pair"));
        session.Commit();
        Assert.Equal(0L, database.Ask("""SELECT count(*) FROM "BotStarts" """));
    }

    private static NewTurn Turn() => new()
    {
        Id = Guid.CreateVersion7(),
        MessageId = 1,
        Text = "hello",
        UserId = 5,
        Language = null,
        AcceptedAt = DialogService.Now,
    };

    private static DatabaseWriter[] Writers(DialogService first, DialogService second) => [Writer(first), Writer(second)];

    private static DatabaseWriter Writer(DialogService dialog) => dialog.Services.GetRequiredService<DatabaseWriter>();

    private static Task<DialogService> StartSecondAsync(DialogService dialog) => DialogService.StartOnAsync(new SharedTestDatabase(dialog.Database));
}
