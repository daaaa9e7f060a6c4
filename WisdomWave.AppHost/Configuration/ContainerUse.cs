namespace WisdomWave.AppHost.Configuration;

internal enum ContainerUse
{
    Auto,
    Always,
    Never,
}
