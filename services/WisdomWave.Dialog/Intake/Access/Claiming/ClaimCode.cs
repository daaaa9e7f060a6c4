using System.Security.Cryptography;
using System.Text;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>A claim code: <c>4F7K-9QWD</c>, 39 random bits, in letters and digits that nobody mistakes for each other.</summary>
internal static class ClaimCode
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private const int Length = 8;

    public static string New()
    {
        var signs = RandomNumberGenerator.GetString(Signs, Length);
        return $"{signs[..(Length / 2)]}-{signs[(Length / 2)..]}";
    }

    /// <summary>What follows /start in a private chat; null when nothing does.</summary>
    public static string? In(InboundMessage message) =>
        message is { Chat.Kind: ChatKind.Private, IsEdit: false, ForwardedFrom: null }
        && CommandParser.Parse(message.Text) is { Kind: CommandKind.Start, Argument: { Length: > 0 } code }
            ? code
            : null;

    /// <summary>Takes the same time wherever they differ. Case, spaces and the hyphen do not matter.</summary>
    public static bool Matches(string code, string guess) => CryptographicOperations.FixedTimeEquals(Bytes(code), Bytes(guess));

    private static byte[] Bytes(string code) => Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant());
}
