using System.CommandLine;
using System.Text.Json;
using WisdomWave.Load.Outside;

namespace WisdomWave.Load;

/// <summary>The command that this program starts in a second process: Telegram, the model and the people.</summary>
internal static class OutsideCommand
{
    public const string Name = "outside";

    public static Command Create()
    {
        var options = new Argument<string>("options");
        var command = new Command(Name, "The process that stands in for Telegram and the model.") { options };
        command.Hidden = true;
        command.SetAction(async (arguments, _) =>
        {
            using var server = new OutsideServer(JsonSerializer.Deserialize(arguments.GetRequiredValue(options), OutsideJson.Default.OutsideOptions)!);
            return await server.RunAsync();
        });
        return command;
    }
}
