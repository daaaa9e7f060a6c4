using WisdomWave.Dialog;
using WisdomWave.Dialog.Attachments.Documents.Processes;
using WisdomWave.Dialog.Storage.Backups;
using WisdomWave.Dialog.Storage.Postgres.Moving;
using WisdomWave.ServiceDefaults.Startup;

return args switch
{
    [DocumentWorker.Verb] => DocumentWorker.Run(),
    [DatabaseRestore.Verb, .. var arguments] => DatabaseRestore.Run(arguments, Console.Out, Console.Error),
    [MoveToPostgres.Verb] => await MoveToPostgres.RunAsync(Console.Out, Console.Error),
    _ => await ServiceRun.RunAsync(() => DialogApp.Build(args)),
};
