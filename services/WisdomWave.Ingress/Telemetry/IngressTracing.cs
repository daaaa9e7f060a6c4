using System.Diagnostics;

namespace WisdomWave.Ingress.Telemetry;

/// <summary>One activity a turn: from its update to its last part; the requests to dialog and Telegram are its children.</summary>
internal static class IngressTracing
{
    public static ActivitySource Source { get; } = new("WisdomWave.Ingress");
}
