using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Alerts;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Intake.Access.Claiming;
using WisdomWave.Dialog.Intake.BotStarts;
using WisdomWave.Dialog.Interactions.Forgetting;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Outbox;
using WisdomWave.Dialog.Spending.Usage;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Storage;

/// <summary>The database: schema, migrations and all reads. Writes go through <see cref="DatabaseWriter"/>.</summary>
/// <remarks>This type is SQLite's; PostgreSQL has a derived one, because Entity Framework finds migrations by the type of the context.</remarks>
internal class DialogContext : DbContext
{
    public DialogContext(DbContextOptions<DialogContext> options)
        : base(options)
    {
    }

    protected DialogContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();

    public DbSet<TurnRow> Turns => Set<TurnRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<DeliveredPartRow> DeliveredParts => Set<DeliveredPartRow>();

    public DbSet<RedeliveryRow> Redeliveries => Set<RedeliveryRow>();

    public DbSet<ChatSettingsRow> ChatSettings => Set<ChatSettingsRow>();

    public DbSet<UsageRow> Usage => Set<UsageRow>();

    public DbSet<AccessRow> Access => Set<AccessRow>();

    public DbSet<StrangerRow> Strangers => Set<StrangerRow>();

    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<BotStartRow> BotStarts => Set<BotStartRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<PinRow> Pins => Set<PinRow>();

    public DbSet<ForgettingRow> Forgettings => Set<ForgettingRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DialogContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ConfigureIds(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

        // Stored as names, so that the enums in the contracts can be reordered. TurnState is stored as a number, which SQL compares.
        configurationBuilder.Properties<ChatKind>().HaveConversion<string>();
        configurationBuilder.Properties<PartState>().HaveConversion<string>();
        configurationBuilder.Properties<FailureKind>().HaveConversion<string>();
        configurationBuilder.Properties<AnswerSource>().HaveConversion<string>();
        configurationBuilder.Properties<ReplyStyle>().HaveConversion<string>();
        configurationBuilder.Properties<TokenWarnings>().HaveConversion<string>();
    }

    protected virtual void ConfigureIds(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuid>();
}

/// <summary>Used by <c>dotnet ef</c> only, which needs the model without a running service.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<DialogContext>
{
    public DialogContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<DialogContext>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>Queries for the rows of one conversation.</summary>
internal static class ConversationQueries
{
    public static IQueryable<TurnRow> TurnsOf(this DialogContext context, ConversationKey key) => context.Turns.AsNoTracking().Where(turn =>
        turn.Conversation!.BotId == key.BotId && turn.Conversation.ChatId == key.ChatId &&
        turn.Conversation.TopicId == key.TopicId && turn.Conversation.UserId == key.UserId);

    /// <summary>The pins that have not been forgotten.</summary>
    public static IQueryable<PinRow> PinsOf(this DialogContext context, ConversationKey key) => context.Pins.AsNoTracking().Where(pin =>
        pin.ForgottenIn == null && pin.Conversation!.BotId == key.BotId && pin.Conversation.ChatId == key.ChatId &&
        pin.Conversation.TopicId == key.TopicId && pin.Conversation.UserId == key.UserId);
}
