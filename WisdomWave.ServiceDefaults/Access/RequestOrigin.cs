using Microsoft.AspNetCore.Http;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>Whether a request comes from a web page of another origin. Programs send neither of the two headers.</summary>
public static class RequestOrigin
{
    public static bool IsCrossOrigin(HttpRequest request)
    {
        // "none" means that the person has typed the address.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none"))
            return true;
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
