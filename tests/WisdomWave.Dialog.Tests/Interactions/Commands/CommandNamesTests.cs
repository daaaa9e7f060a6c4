using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Tests.Interactions.Commands;

/// <summary>Ingress lets a command that names no bot pass when it is one of the shared names: they must be those that dialog knows.</summary>
public sealed class CommandNamesTests
{
    [Fact]
    public void EachNameIsACommandAndEachCommandHasAName()
    {
        var kinds = CommandNames.All.Select(name => CommandParser.Parse($"/{name}")!.Value.Kind).ToList();
        Assert.Equal(Enum.GetValues<CommandKind>().Where(kind => kind != CommandKind.Unknown), kinds.Distinct().Order());
    }
}
