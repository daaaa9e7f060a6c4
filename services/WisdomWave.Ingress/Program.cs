using WisdomWave.Ingress;
using WisdomWave.ServiceDefaults.Startup;

return await ServiceRun.RunAsync(() => IngressApp.Build(args));
