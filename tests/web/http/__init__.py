"""What holds for every response: headers, compression, proxies, logs."""
