using WisdomWave.Completion;
using WisdomWave.ServiceDefaults.Startup;

return await ServiceRun.RunAsync(() => CompletionApp.Build(args));
