using System.Collections.Concurrent;

namespace WisdomWave.Completion.Models.Wire.Quirks;

/// <summary>The optional parameters that a server rejects for one of its models.</summary>
internal sealed record ServerQuirks
{
    public static readonly ServerQuirks None = new();

    /// <summary>The server's parameter for the output token limit, if it is not the configured one.</summary>
    public string? MaxTokensParameter { get; init; }

    /// <summary>The largest output token limit that the server accepts.</summary>
    public int? MaxTokensLimit { get; init; }

    public bool RejectsStreamOptions { get; init; }

    public bool RejectsSystemRole { get; init; }

    public bool RejectsTemperature { get; init; }

    public bool RejectsReasoningEffort { get; init; }

    /// <summary>The lowest reasoning effort, if <c>minimal</c> is rejected.</summary>
    public string? MinEffort { get; init; }
}

/// <summary>The quirks found since the start of the process.</summary>
internal sealed class KnownQuirks
{
    private readonly ConcurrentDictionary<(string Server, string Model), ServerQuirks> _quirks = new();

    public bool IsEmpty => _quirks.IsEmpty;

    public ServerQuirks Of(string server, string model) => _quirks.GetValueOrDefault((server, model), ServerQuirks.None);

    public void Set(string server, string model, ServerQuirks quirks) => _quirks[(server, model)] = quirks;
}
