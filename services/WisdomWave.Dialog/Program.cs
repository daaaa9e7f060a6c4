using WisdomWave.Dialog;
using WisdomWave.ServiceDefaults.Startup;

return await ServiceRun.RunAsync(() => DialogApp.Build(args));
