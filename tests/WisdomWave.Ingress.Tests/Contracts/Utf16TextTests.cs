using WisdomWave.Contracts;

namespace WisdomWave.Ingress.Tests.Contracts;

public sealed class Utf16TextTests
{
    [Theory]
    [InlineData("abc", 0, 0)]
    [InlineData("abc", 2, 2)]
    [InlineData("abc", 3, 3)]
    [InlineData("abc", 9, 3)]
    [InlineData("a🙂b", 1, 1)]
    [InlineData("a🙂b", 2, 1)]
    [InlineData("a🙂b", 3, 3)]
    [InlineData("🙂", 1, 0)]
    [InlineData("🙂", 2, 2)]
    [InlineData("\uD83Dab", 1, 1)]
    [InlineData("a\uDE42b", 1, 1)]
    public void TheSafeLengthSplitsNoSurrogatePair(string text, int max, int expected) => Assert.Equal(expected, Utf16Text.SafeLength(text, max));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a🙂bc", 3, "a…")]
    [InlineData("a🙂bc", 4, "a🙂…")]
    public void ATruncatedTextEndsWithAnEllipsis(string text, int max, string expected) => Assert.Equal(expected, Utf16Text.Truncate(text, max));
}
