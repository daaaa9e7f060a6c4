namespace Aspire.StackExchange.Redis;

/// <summary>How the Redis client is registered; read from <c>Aspire:StackExchange:Redis</c>.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>StackExchange.Redis' own comma-delimited string; <c>ConnectionStrings:&lt;name&gt;</c> wins over it.</summary>
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }
}
