using WisdomWave.Playground;
using WisdomWave.ServiceDefaults.Startup;

return await ServiceRun.RunAsync(() => PlaygroundApp.Build(args));
