using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Dialog;

/// <summary>Dialog's response to a posted message or a request to join a turn.</summary>
internal abstract record JoinResult
{
    private JoinResult()
    {
    }

    /// <summary>The message is stored; events follow.</summary>
    public sealed record Accepted(TurnStream Stream) : JoinResult;

    /// <summary>Rejected for good; a retry cannot help.</summary>
    public sealed record Refused(int Status) : JoinResult;

    /// <summary>500: a bug in dialog, perhaps with this message only. A retry may help.</summary>
    public sealed record Failed : JoinResult;

    /// <summary>Dialog is unreachable or cannot answer now.</summary>
    public sealed record Away : JoinResult;
}

/// <summary>Dialog's response to a button press.</summary>
internal abstract record PressResult
{
    private PressResult()
    {
    }

    public sealed record Taken(PressOutcome Outcome) : PressResult;

    /// <summary>Rejected for good; a retry cannot help.</summary>
    public sealed record Refused(int Status) : PressResult;

    /// <summary>Dialog is unreachable or cannot answer now.</summary>
    public sealed record Away : PressResult;
}

/// <summary>Dialog's response to a report of alerts.</summary>
internal abstract record AlertResult
{
    private AlertResult()
    {
    }

    /// <param name="Notices">The messages to admins that are to be delivered.</param>
    public sealed record Taken(TurnRef[] Notices) : AlertResult;

    /// <summary>Rejected for good; a retry cannot help.</summary>
    public sealed record Refused(int Status) : AlertResult;

    /// <summary>Dialog is unreachable or cannot answer now.</summary>
    public sealed record Away : AlertResult;
}

/// <summary>Dialog's response to a request for a reply's file.</summary>
internal abstract record ReplyFileResult
{
    private ReplyFileResult()
    {
    }

    /// <param name="Content">Dispose after reading.</param>
    public sealed record Opened(Stream Content) : ReplyFileResult;

    /// <summary>Dialog does not have the file, or no longer has it.</summary>
    public sealed record Missing(int Status) : ReplyFileResult
    {
        /// <summary>500: a bug in dialog. A retry may help.</summary>
        public bool IsBug => Status == 500;
    }

    /// <summary>Dialog is unreachable or cannot answer now.</summary>
    public sealed record Away : ReplyFileResult;
}

/// <summary>Dialog's response to a request with part reports.</summary>
internal abstract record ReportsResult
{
    private ReportsResult()
    {
    }

    /// <summary>All reports are stored, except those at the indexes in <see cref="Failed"/>.</summary>
    public sealed record Taken(int[] Failed) : ReportsResult;

    /// <summary>No report is stored, because of at least one of them.</summary>
    public sealed record Refused(int Status) : ReportsResult;

    /// <summary>Dialog is unreachable.</summary>
    public sealed record Away : ReportsResult;
}

/// <summary>What became of one part report.</summary>
internal enum ReportResult
{
    Stored,

    /// <summary>Dialog is reachable and cannot store this report.</summary>
    Refused,

    /// <summary>Dialog is unreachable.</summary>
    Away,
}
