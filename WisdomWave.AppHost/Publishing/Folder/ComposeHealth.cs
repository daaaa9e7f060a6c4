using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>The topology's readiness checks as commands that run inside a container.</summary>
internal static class ComposeHealth
{
    /// <returns>Null if the resource has no check.</returns>
    public static string[]? CommandOf(ResolvedResource resource) => resource.Resource.Annotations.OfType<ReadinessCheck>().LastOrDefault()?.Check switch
    {
        // The runtime's image has bash, but neither curl nor wget.
        HttpAnswer http when resource.IsService => ["CMD", "bash", "-c", BashRequest(PortOf(http), http.Path)],
        HttpAnswer http => ["CMD-SHELL", $"wget -q -O /dev/null http://127.0.0.1:{PortOf(http)}{http.Path}"],
        // Without the password it answers NOAUTH, which also shows that it has started.
        RespPing => ["CMD-SHELL", "redis-cli ping | grep -q -e PONG -e NOAUTH"],
        _ => null,
    };

    private static int? PortOf(HttpAnswer http) => http.Endpoint.EndpointAnnotation.TargetPort ?? http.Endpoint.EndpointAnnotation.Port;

    private static string BashRequest(int? port, string path) =>
        $@"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && head -1 <&3 | grep -q ' 200 '";
}
