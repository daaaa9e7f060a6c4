using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WisdomWave.Testing;

/// <summary>
/// Services that are started by tests do not watch their configuration files: no test edits one, and each start would watch every folder
/// below the working directory.
/// </summary>
internal static class UnwatchedConfiguration
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Only test programs use this library, and all of their hosts start after it.")]
    internal static void Set() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
