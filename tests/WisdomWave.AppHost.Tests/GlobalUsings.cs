global using WisdomWave.AppHost.Configuration;
global using WisdomWave.AppHost.Machines;
global using WisdomWave.AppHost.OperatorConsole;
global using WisdomWave.AppHost.Processes;
global using WisdomWave.AppHost.Startup;
global using WisdomWave.AppHost.Tests.Fixtures;
