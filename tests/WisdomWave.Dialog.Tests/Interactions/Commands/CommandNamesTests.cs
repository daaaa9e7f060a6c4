using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;

namespace WisdomWave.Dialog.Tests.Interactions.Commands;

/// <summary>Ingress passes a command that names no bot if it is one of the shared names. These must be the commands of dialog.</summary>
public sealed class CommandNamesTests
{
    [Fact]
    public void SharedCommandNamesAndCommandsAgree()
    {
        var kinds = CommandNames.All.Select(name => CommandParser.Parse($"/{name}")!.Value.Kind).ToList();
        Assert.Equal(Enum.GetValues<CommandKind>().Where(kind => kind != CommandKind.Unknown), kinds.Distinct().Order());
    }
}
