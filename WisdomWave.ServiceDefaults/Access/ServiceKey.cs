using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>
/// The secret that the services and the app host share to authenticate each other. The app host creates one at each start, so other
/// programs on this machine, including web pages in a browser, do not know it.
/// </summary>
public sealed class ServiceKey
{
    public const string Setting = "WISDOMWAVE_SERVICE_KEY";

    private const int MinLength = 32;
    private const string Scheme = "Bearer";

    private readonly byte[] _value;

    private ServiceKey(string value) => _value = Encoding.ASCII.GetBytes(value);

    /// <summary>Returns null if no key is set.</summary>
    /// <exception cref="StartupException">The key is too short, or contains characters that a header cannot carry.</exception>
    public static ServiceKey? Read(IConfiguration configuration)
    {
        if (configuration[Setting]?.Trim() is not { Length: > 0 } value)
            return null;
        return IsGood(value)
            ? new(value)
            : throw new StartupException($"{Setting} must have at least {MinLength} characters and only letters, digits, - or _; a good value is the output of \"openssl rand -hex 32\".");
    }

    public static bool IsGood(string value) => value.Length >= MinLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static string Create() => RandomNumberGenerator.GetHexString(2 * MinLength, lowercase: true);

    /// <summary>The <c>Authorization</c> header that a caller sends; null without a key.</summary>
    public static AuthenticationHeaderValue? CreateHeader(string? key) => string.IsNullOrWhiteSpace(key) ? null : new(Scheme, key.Trim());

    /// <summary>Compares in constant time, so that timing does not reveal how much of a guess was right.</summary>
    /// <param name="header"><c>Bearer 6f1d…</c></param>
    public bool Matches(string? header) =>
        header is not null
        && header.StartsWith(Scheme + ' ', StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[(Scheme.Length + 1)..].Trim()), _value);

    /// <summary>Omits the value, so that a record or a log does not print it.</summary>
    public override string ToString() => nameof(ServiceKey);
}
