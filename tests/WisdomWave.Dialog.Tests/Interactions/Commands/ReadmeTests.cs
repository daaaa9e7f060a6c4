using System.Text.RegularExpressions;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Interactions.Commands;

public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.ru.md")]
    public void TheReadmeNamesAllCommandsAndNoOthers(string file)
    {
        var named = Command().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(match => match.Groups[1].Value).Distinct();
        var commands = Enum.GetNames<CommandKind>().Where(name => name != nameof(CommandKind.Unknown)).Select(name => name.ToLowerInvariant());

        Assert.Equal(commands.Order(), named.Order());
    }

    /// <summary>Matches commands in the table's first column. Elsewhere there are other names such as BotFather's `/newbot` and the path `/metrics`.</summary>
    [GeneratedRegex(@"(?<=^\|[^|]*)`/([a-z]+)`", RegexOptions.Multiline)]
    private static partial Regex Command();
}
