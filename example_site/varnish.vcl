# Varnish in front of the example site: keeps what all visitors share until Wagtail purges it.
# Start it with the site's address, such as
#   varnishd -a :80 -f example_site/varnish.vcl -s malloc,256m
# and the site with CDN_URL=http://127.0.0.1:80.
vcl 4.1;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# Where the site runs, and nobody else.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ purgers) {
            return (synth(405, "Not allowed"));
        }
        return (purge);
    }
    # Only these make a visitor another than all others. Cookies of analytics, which no page of the
    # site reads, would keep every visitor from the cache.
    if (req.http.Cookie !~ "(^|; *)(sessionid|csrftoken|messages|django_language)=") {
        unset req.http.Cookie;
    }
}

sub vcl_backend_response {
    # Pages that may be shared say so, and for how long.
    if (beresp.http.Cache-Control !~ "s-maxage|immutable") {
        set beresp.uncacheable = true;
        set beresp.ttl = 60s;
    }
    # No page is served beyond its time: hours and notices change with it.
    set beresp.grace = 0s;
}

sub vcl_deliver {
    if (obj.hits > 0) {
        set resp.http.X-Cache = "hit";
    } else {
        set resp.http.X-Cache = "miss";
    }
}
