namespace WisdomWave.Dialog.Storage;

internal enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>Which database the settings choose: <c>WISDOMWAVE_DATABASE</c>, or else PostgreSQL if there is a connection string for it.</summary>
internal static class DatabaseChoice
{
    public const string Setting = "WISDOMWAVE_DATABASE";

    public const string Connection = "ConnectionStrings:dialog";

    public const string GoodConnection = "Host=127.0.0.1;Database=wisdomwave;Username=wisdomwave, with Password if the server asks for it";

    /// <returns>Null for an unknown value.</returns>
    public static DatabaseKind? Of(IConfiguration configuration) => configuration[Setting]?.Trim() switch
    {
        null or "" => ConnectionStringOf(configuration) is null ? DatabaseKind.Sqlite : DatabaseKind.Postgres,
        var text when text.Equals("sqlite", StringComparison.OrdinalIgnoreCase) => DatabaseKind.Sqlite,
        var text when text.Equals("postgres", StringComparison.OrdinalIgnoreCase) => DatabaseKind.Postgres,
        _ => null,
    };

    public static string? ConnectionStringOf(IConfiguration configuration) =>
        configuration[Connection] is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
