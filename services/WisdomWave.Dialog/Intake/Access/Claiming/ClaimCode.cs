using System.Security.Cryptography;
using System.Text;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>Claim codes such as <c>4F7K-9QWD</c>: 39 random bits, without letters and digits that look alike.</summary>
internal static class ClaimCode
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private const int Length = 8;

    public static string New()
    {
        var code = RandomNumberGenerator.GetString(Alphabet, Length);
        return $"{code[..(Length / 2)]}-{code[(Length / 2)..]}";
    }

    /// <summary>The argument of /start in a private chat; null for any other message.</summary>
    public static string? In(InboundMessage message) =>
        message is { Chat.Kind: ChatKind.Private, IsEdit: false, ForwardedFrom: null }
        && CommandParser.Parse(message.Text) is { Kind: CommandKind.Start, Argument: { Length: > 0 } code }
            ? code
            : null;

    /// <summary>Compares in constant time. Case, spaces and the hyphen do not matter.</summary>
    public static bool Matches(string code, string guess) => CryptographicOperations.FixedTimeEquals(Bytes(code), Bytes(guess));

    private static byte[] Bytes(string code) => Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant());
}
