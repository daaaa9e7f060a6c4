using WisdomWave.Dialog.Tests.Intake;
using WisdomWave.Dialog.Tests.Intake.Access;
using WisdomWave.Dialog.Tests.Intake.BotStarts;
using WisdomWave.Dialog.Tests.Interactions.Export;
using WisdomWave.Dialog.Tests.Interactions.Forgetting;
using WisdomWave.Dialog.Tests.Interactions.Pinning;
using WisdomWave.Dialog.Tests.Outbox;
using WisdomWave.Dialog.Tests.Spending;
using WisdomWave.Dialog.Tests.Spending.Usage;
using WisdomWave.Dialog.Tests.Turns;
using WisdomWave.Dialog.Tests.Turns.History;
using WisdomWave.Dialog.Tests.Turns.Regenerating;

namespace WisdomWave.Dialog.Tests.Storage.Postgres;

// The classes whose tests depend most on what is stored, and how. Each runs on SQLite, and here on PostgreSQL again. Others would only
// repeat the same kinds of statements, and a test of the whole service costs half a second.

[OnPostgres]
public sealed class StorageTestsOnPostgres : StorageTests;

[OnPostgres]
public sealed class StorageFaultTestsOnPostgres : StorageFaultTests;

[OnPostgres]
public sealed class InboxTestsOnPostgres : InboxTests;

[OnPostgres]
public sealed class InboxRetentionTestsOnPostgres : InboxRetentionTests;

[OnPostgres]
public sealed class HostileMessageTestsOnPostgres : HostileMessageTests;

[OnPostgres]
public sealed class AdmissionTestsOnPostgres : AdmissionTests;

[OnPostgres]
public sealed class StartNoticeTestsOnPostgres : StartNoticeTests;

[OnPostgres]
public sealed class ExportTestsOnPostgres : ExportTests;

[OnPostgres]
public sealed class ForgettingTestsOnPostgres : ForgettingTests;

[OnPostgres]
public sealed class PinTestsOnPostgres : PinTests;

[OnPostgres]
public sealed class OutboxTestsOnPostgres : OutboxTests;

[OnPostgres]
public sealed class KnownMessagesTestsOnPostgres : KnownMessagesTests;

[OnPostgres]
public sealed class RedeliveryTestsOnPostgres : RedeliveryTests;

[OnPostgres]
public sealed class BudgetTestsOnPostgres : BudgetTests;

[OnPostgres]
public sealed class UsageTestsOnPostgres : UsageTests;

[OnPostgres]
public sealed class ChatMoveTestsOnPostgres : ChatMoveTests;

[OnPostgres]
public sealed class ErasingTestsOnPostgres : ErasingTests;

[OnPostgres]
public sealed class PoisonTestsOnPostgres : PoisonTests;

[OnPostgres]
public sealed class SecondActivationTestsOnPostgres : SecondActivationTests;

[OnPostgres]
public sealed class UnfinishedTurnTestsOnPostgres : UnfinishedTurnTests;

[OnPostgres]
public sealed class TurnRecoveryTestsOnPostgres : TurnRecoveryTests;

[OnPostgres]
public sealed class RegenerateTestsOnPostgres : RegenerateTests;

[OnPostgres]
public sealed class EditTestsOnPostgres : EditTests;

[OnPostgres]
public sealed class ContinueStopUndoTestsOnPostgres : ContinueStopUndoTests;
