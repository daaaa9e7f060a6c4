using WisdomWave.Playground;

PlaygroundApp.Build(args).Run();
