using WisdomWave.AppHost;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.OperatorConsole;
using WisdomWave.AppHost.Processes;
using WisdomWave.AppHost.Publishing;
using WisdomWave.AppHost.Publishing.Folder;
using WisdomWave.AppHost.Resources;
using WisdomWave.AppHost.Startup;
using WisdomWave.ServiceDefaults.Outbound;

IDistributedApplicationBuilder builder;
var problems = new List<string>();
var arguments = QuietConsole.TakeVerbose(args, out var verbose);
var publish = PublishCommand.Parse(arguments, problems);
try
{
    builder = DistributedApplication.CreateBuilder(publish?.PipelineArguments ?? (args is [LogSearch.Verb or RestoreCommand.Verb or MoveCommand.Verb, ..] ? [] : arguments));
}
catch (InvalidDataException e)
{
    // "Failed to load configuration from file '…/secrets.json'.", because "'x' is an invalid start of a value. LineNumber: 3 …"
    return StartFailure.Report([$"{e.Message} {e.GetBaseException().Message}"]);
}

if (publish is null)
    PublishArguments.Check(args, builder, problems);
var settings = Settings.Read(builder.Configuration, builder.AppHostDirectory, problems);
if (args is [LogSearch.Verb, .. var words])
    return LogSearch.Print(builder.Configuration, settings, words, Console.Out, Console.Error);
if (args is [RestoreCommand.Verb, .. var backups])
    return await RestoreCommand.RunAsync(settings, backups);
if (args is [MoveCommand.Verb])
    return await MoveCommand.RunAsync(settings);
if (publish is not null)
    return await builder.PublishFolderAsync(publish, settings, problems, verbose);
if (builder.ExecutionContext.IsPublishMode)
    return await builder.PublishAsync(settings, problems, verbose);

StartChecks.Check(settings, problems);
if (problems.Count > 0)
    return StartFailure.Report(problems);

var machine = await Machine.DetectAsync(settings, builder.Configuration, problems, Console.WriteLine);
Database.Check(settings, machine, problems);
settings = StartChecks.Claim(settings, machine, problems);
using var dataDirectory = problems.Count == 0 ? DataDirectoryLock.TryTake(settings.DataDirectory, problems) : null;
if (problems.Count > 0)
    return StartFailure.Report(problems);

OwnEnvironment.RemoveSettings();
// This process calls both its orchestrator, which runs on this machine, and the internet.
HttpClient.DefaultProxy = OutboundProxy.Read(builder.Configuration);
OwnEnvironment.SaveMemory();
machine.ConfigureEngine(builder.Configuration);
builder.UseDashboardAddresses(settings.Ports);
builder.UseQuietConsole(verbose);
builder.AddWisdomWave(settings, machine);
if (builder.CheckPrograms() is { Count: > 0 } missing)
    return StartFailure.Report(missing);

await using var app = builder.Build();
return await app.RunUntilStoppedAsync(settings) is { } failure ? StartFailure.Report([failure]) : 0;
