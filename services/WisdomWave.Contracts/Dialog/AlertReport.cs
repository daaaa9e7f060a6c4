using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// Alerts, as Alertmanager sends them to a webhook; only what is used here. The app host sends the same.
/// <code>
/// {"alerts": [{"status": "firing", "labels": {"alertname": "BotNotReceiving", "bot": "home"},
///   "annotations": {"summary": "The bot home …", "runbook": "docs/operations.md#botnotreceiving"}}]}
/// </code>
/// </summary>
public sealed record AlertReport(IReadOnlyList<ReportedAlert> Alerts)
{
    /// <summary>Whether all alerts that it does not list have ended. Alertmanager never says that.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The bots that can tell their admins; ingress adds them before it passes the report on to dialog.</summary>
    public IReadOnlyList<TellingBot> Bots { get; init; } = [];
}

/// <summary>One alert.</summary>
/// <param name="Status"><see cref="Firing"/>, <see cref="Resolved"/> or <see cref="Continuing"/>.</param>
/// <param name="Labels">Its name, <c>alertname</c>, and what it concerns.</param>
/// <param name="Annotations">Its <c>summary</c> and the place of its <c>runbook</c>.</param>
public sealed record ReportedAlert(string Status, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    public const string Firing = "firing";

    public const string Resolved = "resolved";

    /// <summary>It has not ended, but this report is not the one that tells that it begins. Alertmanager does not use it.</summary>
    public const string Continuing = "continuing";

    /// <summary>
    /// The same for the same labels, in 32 hexadecimal digits. Alertmanager's own fingerprint is not used, because the app host cannot compute
    /// it, and an alert may be reported by both.
    /// </summary>
    [JsonIgnore]
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")))))[..32];
}

/// <summary>A bot that ingress runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its configured name, as in the label <c>bot</c>.</param>
/// <param name="IsReceiving">Whether it receives updates. Others may be unable to send, too.</param>
public sealed record TellingBot(long Id, string Name, bool IsReceiving);
