using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>
/// The secret by which the services and the app host know each other. The app host makes one at each start, so other programs that can
/// connect to loopback, pages in a browser among them, do not know it.
/// </summary>
public sealed class ServiceKey
{
    public const string Setting = "WISDOMWAVE_SERVICE_KEY";

    private const int Shortest = 32;
    private const string Scheme = "Bearer";

    private readonly byte[] _value;

    private ServiceKey(string value) => _value = Encoding.ASCII.GetBytes(value);

    /// <summary>Null where none is set.</summary>
    /// <exception cref="StartupException">It is too short, or no header can carry it.</exception>
    public static ServiceKey? Read(IConfiguration configuration)
    {
        if (configuration[Setting]?.Trim() is not { Length: > 0 } value)
            return null;
        return IsGood(value)
            ? new(value)
            : throw new StartupException($"{Setting} is shorter than {Shortest} characters, or has some that are neither letters, digits, - nor _; a good value is what \"openssl rand -hex 32\" prints.");
    }

    public static bool IsGood(string value) => value.Length >= Shortest && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static string Create() => RandomNumberGenerator.GetHexString(2 * Shortest, lowercase: true);

    /// <summary>What a caller shows; null without a key.</summary>
    public static AuthenticationHeaderValue? HeaderOf(string? key) => string.IsNullOrWhiteSpace(key) ? null : new(Scheme, key.Trim());

    /// <summary>In constant time: how long it takes says nothing about how much of a guess was right.</summary>
    /// <param name="header"><c>Bearer 6f1d…</c></param>
    public bool IsShownIn(string? header) =>
        header is not null
        && header.StartsWith(Scheme + ' ', StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[(Scheme.Length + 1)..].Trim()), _value);

    /// <summary>Without the value, which a record or a log would print.</summary>
    public override string ToString() => nameof(ServiceKey);
}
