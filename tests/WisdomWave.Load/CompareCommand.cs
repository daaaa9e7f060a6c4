using System.CommandLine;
using WisdomWave.Load.Reporting;

namespace WisdomWave.Load;

/// <summary><c>compare before.json after.json</c></summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var before = new Argument<FileInfo>("before") { Description = "A report written with --json." }.AcceptExistingOnly();
        var after = new Argument<FileInfo>("after") { Description = "A later one." }.AcceptExistingOnly();
        var threshold = new Option<double>("--threshold")
        {
            Description = "From how many percent on a change is marked.",
            DefaultValueFactory = _ => 10,
        };
        var command = new Command("compare", "Compares two reports.") { before, after, threshold };
        command.SetAction(arguments =>
        {
            var comparison = new Comparison(
                Report.Read(arguments.GetRequiredValue(before).FullName),
                Report.Read(arguments.GetRequiredValue(after).FullName),
                arguments.GetValue(threshold));
            comparison.Write();
            return comparison.Worse > 0 ? 1 : 0;
        });
        return command;
    }
}
