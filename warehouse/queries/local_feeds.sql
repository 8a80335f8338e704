-- the feed files that were read before, wherever they lie: a folder names them by itself
select url from source where not starts_with(url, 'http') order by url;
