using WisdomWave.Dialog;
using WisdomWave.Dialog.Attachments.Documents.Processes;
using WisdomWave.ServiceDefaults.Startup;

return args is [DocumentWorker.Verb] ? DocumentWorker.Run() : await ServiceRun.RunAsync(() => DialogApp.Build(args));
