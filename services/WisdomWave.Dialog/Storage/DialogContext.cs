using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
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

/// <summary>The model of the database: its schema, its migrations and all reads. Writes go through <see cref="DatabaseWriter"/>.</summary>
internal sealed class DialogContext(DbContextOptions<DialogContext> options) : DbContext(options)
{
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

    public DbSet<PinRow> Pins => Set<PinRow>();

    public DbSet<ForgettingRow> Forgettings => Set<ForgettingRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DialogContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuid>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

        // Names, so that the contracts' enums may be reordered. TurnState is ours: its numbers are the meaning.
        configurationBuilder.Properties<ChatKind>().HaveConversion<string>();
        configurationBuilder.Properties<PartState>().HaveConversion<string>();
        configurationBuilder.Properties<FailureKind>().HaveConversion<string>();
        configurationBuilder.Properties<AnswerSource>().HaveConversion<string>();
        configurationBuilder.Properties<ReplyStyle>().HaveConversion<string>();
        configurationBuilder.Properties<TokenWarnings>().HaveConversion<string>();
    }
}
