using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Machines;

internal static class Orchestrator
{
    /// <summary>Where Aspire's orchestrator is: the build wrote it into the assembly, and a setting of Aspire's overrides that.</summary>
    public static string? Find(IConfiguration configuration) =>
        configuration["DcpPublisher:CliPath"] ?? typeof(Orchestrator).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => string.Equals(metadata.Key, "DcpCliPath", StringComparison.OrdinalIgnoreCase))?.Value;
}
